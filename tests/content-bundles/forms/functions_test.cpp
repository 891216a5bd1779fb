// Every function of the language, by what it gives.
#include "tests/content-bundles/forms/asking.hpp"

#include "content-bundles/forms/functions.hpp"

namespace escale::forms {
namespace {
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST(Functions, ConvertBetweenTypes) {
  Asking asking;
  EXPECT_EQ(asking.text("string(true())"), "true");
  EXPECT_EQ(asking.text("string(-0)"), "0");
  EXPECT_EQ(asking.text("string(123456.0000)"), "123456");
  EXPECT_EQ(asking.text("string(.557586)"), "0.557586");
  EXPECT_EQ(asking.text("string(-1 div 0)"), "-Infinity");
  EXPECT_EQ(asking.text("string(date('1989-11-09'))"), "1989-11-09");
  EXPECT_EQ(asking.text("number(' -12345.6789  ')"), "-12345.6789");
  EXPECT_EQ(asking.text("number('12-3')"), "NaN");
  EXPECT_EQ(asking.text("number(true())"), "1");
  EXPECT_EQ(asking.text("number()", "/data/i"), "2");
  EXPECT_EQ(asking.text("string()", "/data/b"), "x y");
  EXPECT_EQ(asking.text("boolean(0.0001)"), "true");
  EXPECT_EQ(asking.text("boolean(0 div 0)"), "false");
  EXPECT_EQ(asking.text("boolean-from-string('TRUE')"), "true");
  EXPECT_EQ(asking.text("boolean-from-string(1.0001)"), "false");
  EXPECT_EQ(asking.type("1 = 1"), "boolean");
  EXPECT_EQ(asking.type("/data/a"), "nodeset");
  EXPECT_EQ(asking.type("today()"), "date");
  EXPECT_EQ(asking.type("now()"), "dateTime");
  EXPECT_EQ(asking.type("date-time('10:00:00')"), "time");
}

TEST(Functions, CompareAsXPathAndTheReferenceDo) {
  Asking asking;
  for (const char* yes : {"'-17' > '-172'", "true() > 0.9999", "6.1 - 7.8 = -1.7", "0 = false()", "true() = 'true'", "17 = '17.0000000'",
                          "/data/rep/v = 4", "/data/rep/v != 4", "/data/rep/v > 3", "3 < /data/rep/v", "/data/nothing = ''", "/data/e = ''",
                          "date('2004-05-01') = date('2004-05-01')", "date('2001-12-26') > date('2001-12-25')", "'2026-11-24' = today()",
                          "today() >= '2026-11-24'", "now() > today()", "now() = '2026-11-24T09:00:00Z'", "date-time('09:00') < date-time('10:00')"})
    EXPECT_EQ(asking.text(yes), "true") << yes;
  for (const char* no : {"'abc' < 'abcd'", "'017.' = '17.000'", "true() != date('1999-09-09')", "/data/rep/v > 4", "/data/nothing = 'x'", "0 div 0 = 0 div 0"})
    EXPECT_EQ(asking.text(no), "false") << no;
}

TEST(Functions, CountAndRound) {
  Asking asking;
  EXPECT_EQ(asking.text("round('14.29123456789', 4)"), "14.2912");
  EXPECT_EQ(asking.text("round('12345.15', 1)"), "12345.2") << "by the digits people see";
  EXPECT_EQ(asking.text("round('-12345.15', 1)"), "-12345.1") << "halves go up";
  EXPECT_EQ(asking.text("round('12345.12345', -1)"), "12350");
  EXPECT_EQ(asking.text("round(99.95, 1)"), "100");
  EXPECT_EQ(asking.text("round(-14.5)"), "-14");
  EXPECT_EQ(asking.text("round(0.4)"), "0");
  EXPECT_EQ(asking.text("round('4,6')"), "5");
  EXPECT_EQ(asking.text("5 mod -3"), "2");
  EXPECT_EQ(asking.text("-5 mod 3"), "-2");
  EXPECT_EQ(asking.text("sum(/data/rep/v)"), "7") << "an empty answer adds nothing";
  EXPECT_EQ(asking.text("max(/data/rep/v, 12)"), "12");
  EXPECT_EQ(asking.text("min(-3, -17)"), "-17");
  EXPECT_EQ(asking.text("max('')"), "NaN");
  EXPECT_EQ(asking.text("pow(16, 0.25) + abs(-3.5) + sqrt(4) + floor(1.7) + ceiling(1.2)"), "10.5");
  EXPECT_EQ(asking.text("round(pi(), 4) + exp10(2) + log10(1000) + round(log(exp(2)))"), "108.1416");
  EXPECT_EQ(asking.text("round(sin(0) + cos(0) + tan(0) + asin(0) + acos(1) + atan(0) + atan2(0, 1), 5)"), "1");
  EXPECT_EQ(asking.text("random() < 1"), "true");
}

TEST(Functions, TakeTextsApartAndTogether) {
  Asking asking;
  EXPECT_EQ(asking.text("concat('ab', '', 1, false(), /data/rep/n)"), "ab1falseABC");
  EXPECT_EQ(asking.text("join(', ', /data/rep/n, 'D')"), "A, B, C, D");
  EXPECT_EQ(asking.text("substr('hello', -2)"), "lo");
  EXPECT_EQ(asking.text("substr('hello', 0, -1)"), "hell");
  EXPECT_EQ(asking.text("substr('été', 1, 2)"), "t");
  EXPECT_EQ(asking.text("substring-before('hello', 'l')"), "he");
  EXPECT_EQ(asking.text("substring-after('hello', '')"), "hello");
  EXPECT_EQ(asking.text("translate('hello wor,ld', ' ,', ', ')"), "hello,wor ld");
  EXPECT_EQ(asking.text("translate('hello world', 'hello', '')"), " wrd");
  EXPECT_EQ(asking.text("contains('abc', 'b') and starts-with('', '') and ends-with('abc', 'c')"), "true");
  EXPECT_EQ(asking.text("string-length('été')"), "3");
  EXPECT_EQ(asking.text("normalize-space('  a \n b ')"), "a b");
  EXPECT_EQ(asking.text("base64-decode('w6l0w6k=')"), "été");
}

TEST(Functions, ReckonWithDatesInTheZoneOfTheDevice) {
  Asking asking;
  EXPECT_EQ(asking.text("today()"), "2026-11-24");
  EXPECT_EQ(asking.text("now()"), "2026-11-24T10:00:00.000+01:00");
  EXPECT_EQ(asking.text("date(today() + 7)"), "2026-12-01");
  EXPECT_EQ(asking.text("date('2008-09-08') - date('1983-10-06')"), "9104");
  EXPECT_EQ(asking.text("date(6.5)"), "1970-01-07");
  EXPECT_EQ(asking.text("date('')"), "");
  EXPECT_EQ(asking.text("date('2026-11-24T23:30:00Z')"), "2026-11-25") << "already tomorrow here";
  EXPECT_EQ(asking.text("date-time('2026-11-24T23:30:00Z')"), "2026-11-24T23:30:00.000+00:00") << "the offset is kept";
  EXPECT_EQ(asking.text("format-date-time('2026-11-24T23:30:00Z', '%d/%m/%Y %H:%M')"), "25/11/2026 00:30");
  EXPECT_EQ(asking.text("format-date-time('06:07:08.009', '%h %H %M %S %3')"), "6 06 07 08 009") << "a time of day is never shifted";
  EXPECT_EQ(asking.text("format-date('2018-01-02', '%Y %y %m %n %b %d %e %a %%')"), "2018 18 01 1 Jan 02 2 Tue %");
  asking.environment.language = "fr-FR";
  EXPECT_EQ(asking.text("format-date('2018-08-02', '%a %e %b')"), "jeu. 2 août");
  EXPECT_THAT(asking.text("format-date('2018-01-02', '%Q')"), HasSubstr("after % in a date's format"));
  EXPECT_EQ(asking.text("decimal-date-time('1970-01-02T00:00:00Z')"), "1");
  EXPECT_EQ(asking.text("decimal-time('06:00:00.000+01:00')"), "0.25");
  EXPECT_EQ(asking.text("number('2008-09-05')"), "14127") << "a date written as a text counts days too";
  EXPECT_THAT(asking.text("date(true())"), HasSubstr("are not dates"));
}

TEST(Functions, DecideBetweenValues) {
  Asking asking;
  EXPECT_EQ(asking.text("if(6 > 7, date('x'), 'abc')"), "abc") << "the other branch is not asked";
  EXPECT_EQ(asking.text("coalesce('', /data/e, 'c')"), "c");
  EXPECT_EQ(asking.text("once('new')", "/data/a"), "1");
  EXPECT_EQ(asking.text("once('new')", "/data/e"), "new");
  EXPECT_EQ(asking.text("checklist(-1, 2, 1 = 1, 2 = 2, 3 = 3)"), "false");
  EXPECT_EQ(asking.text("checklist(2, 2, /data/rep/v)"), "true") << "two of the three nodes hold something";
  EXPECT_EQ(asking.text("weighted-checklist(5, 6, true(), 5, false(), 3)"), "true");
  EXPECT_THAT(asking.text("weighted-checklist(1, 2, true(), 1, false())"), HasSubstr("in pairs"));
  EXPECT_EQ(asking.text("true() or date('x')"), "true") << "short circuit";
}

TEST(Functions, LookAtChoices) {
  Asking asking;
  EXPECT_EQ(asking.text("selected(/data/b, 'y')"), "true");
  EXPECT_EQ(asking.text("selected('apple baby', '  baby  ')"), "true");
  EXPECT_EQ(asking.text("selected('apple baby', 'bab')"), "false");
  EXPECT_EQ(asking.text("selected('', 'apple')"), "false");
  EXPECT_EQ(asking.text("selected-at('a b c', 2)"), "c");
  EXPECT_EQ(asking.text("selected-at('a b c', 9)"), "");
  EXPECT_EQ(asking.text("selected-at('a b c', -1)"), "");
  EXPECT_THAT(asking.text("jr:choice-name('a', '/data/b')"), HasSubstr("needs a form"));
  asking.environment.choice_name = [](std::string_view question, std::string_view choice, NodeId) -> Result<std::string> {
    return std::string(question) + ":" + std::string(choice);
  };
  asking.environment.itext = [](std::string_view id, NodeId) -> Result<std::string> { return "«" + std::string(id) + "»"; };
  EXPECT_EQ(asking.text("jr:choice-name(/data/a, '/data/b')"), "/data/b:1");
  EXPECT_EQ(asking.text("jr:itext('x')"), "«x»");
}

TEST(Functions, WalkAmongNodes) {
  Asking asking;
  EXPECT_EQ(asking.text("count(/data/rep)"), "3");
  EXPECT_EQ(asking.text("count-non-empty(/data/rep/v)"), "2");
  EXPECT_EQ(asking.text("position(..)", "/data/rep[3]/n"), "3");
  EXPECT_EQ(asking.text("/data/rep[position() = /data/i]/n"), "B");
  EXPECT_EQ(asking.text("/data/rep[last()]/n"), "C");
  EXPECT_EQ(asking.text("../n", "/data/rep[2]/v"), "B");
  EXPECT_EQ(asking.text("./rep[n = 'C']/n", "/data"), "C");
  EXPECT_EQ(asking.text("count(/data/rep/..)"), "1") << "a node comes once";
  EXPECT_EQ(asking.text("indexed-repeat(/data/rep/n, /data/rep, /data/i)"), "B");
  EXPECT_EQ(asking.text("indexed-repeat(../n, .., 3)", "/data/rep[1]/v"), "C");
  EXPECT_THAT(asking.text("indexed-repeat(/data/a, /data/rep, 1)"), HasSubstr("repeats that hold the field"));
  EXPECT_THAT(asking.text("count('x')"), HasSubstr("needs a path"));
  EXPECT_EQ(asking.text("count(.)"), "1");
}

TEST(Functions, LookUpRowsOfLists) {
  Asking asking;
  EXPECT_EQ(asking.text("instance('countries')/root/item[name = 'es']/label"), "Espagne");
  EXPECT_EQ(asking.text("instance('countries')/root/item['es' = name and people > 40]/label"), "Espagne");
  EXPECT_EQ(asking.text("instance('countries')/root/item[people > 60 or name = 'it'][2]/label"), "Italie");
  EXPECT_EQ(asking.text("instance('countries')/root/item[position() = 2 and name = 'es']/label"), "Espagne") << "counted before the lookup";
  EXPECT_EQ(asking.text("instance('countries')/root/item[people = '']/name"), "it") << "a field that is not there is empty";
  EXPECT_EQ(asking.text("instance('countries')/root/item[people = 48]/name"), "es") << "numbers compare as numbers";
  EXPECT_EQ(asking.text("pulldata('countries', 'label', 'name', 'it')"), "Italie");
  EXPECT_EQ(asking.text("pulldata('countries', 'label', 'name', 'de')"), "");
  EXPECT_THAT(asking.text("instance('other')/root"), HasSubstr("there is no list named 'other'"));
  asking.instances.set_value(asking.node("/data/rep[1]/n"), "fr");
  EXPECT_EQ(asking.text("instance('countries')/root/item[name = current()/../n]/label", "/data/rep[1]/v"), "France");
}

TEST(Functions, ShuffleTheSameWayOnEveryEngine) {
  Instances instances;
  const NodeId data = instances.add_child(instances.primary(), "data");
  for (const char* letter : {"A", "B", "C", "D", "E", "F"}) instances.add_child(data, "n", letter);
  Environment environment;
  const auto shuffled = [&](const std::string& seed) {
    const auto expression = Expression::parse("concat(randomize(/data/n, " + seed + "))");
    return text_of(evaluate(*expression, instances, 0, environment).value(), instances);
  };
  // Orders that other engines publish for these seeds.
  EXPECT_EQ(shuffled("42"), "AFCBDE");
  EXPECT_EQ(shuffled("-42"), "EDAFBC");
  EXPECT_EQ(shuffled("1.1"), "BFEACD");
  EXPECT_EQ(shuffled("11111111"), "ACDBFE");
  EXPECT_EQ(shuffled("0 div 0"), "CBEAFD");
  EXPECT_THAT(Asking().text("count(randomize(/data/rep))"), "3");
  EXPECT_THAT(Asking().text("randomize('x', 1)"), HasSubstr("needs a path"));
}

TEST(Functions, MakeIdentifiersAndDigests) {
  Asking asking;
  EXPECT_THAT(asking.text("uuid()"), MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_THAT(asking.text("uuid(6)"), MatchesRegex("[0-9A-Z]{6}"));
  EXPECT_THAT(asking.text("digest('x', 'MD5')"), HasSubstr("cannot be asked here"));
  asking.environment.digest = [](std::string_view algorithm, std::string_view bytes) -> Result<std::string> {
    return std::string(algorithm) + std::string(bytes);
  };
  EXPECT_EQ(asking.text("digest('x', 'M', 'hex')"), "4d78");
  EXPECT_EQ(asking.text("digest('xyz', 'M')"), "TXh5eg==");
  EXPECT_THAT(asking.text("digest('x', 'M', 'base32')"), HasSubstr("'base64' or 'hex'"));
  asking.environment.form_version = "7";
  EXPECT_EQ(asking.text("version()"), "7");
}

TEST(Functions, MeasurePlaces) {
  Asking asking;
  EXPECT_EQ(asking.text("round(distance('0 0 0 0; 0 1 0 0') div 1000)"), "111") << "a degree of the equator in kilometres";
  EXPECT_EQ(asking.text("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000000)"), "12");
  EXPECT_THAT(asking.text("area('north pole;x y;z')"), HasSubstr("in degrees"));
}

}  // namespace
}  // namespace escale::forms
