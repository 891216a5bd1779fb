// The same for tests.
#pragma once
#include "precompiled_code.hpp"
// In this order: rapidcheck's header needs GoogleTest's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
