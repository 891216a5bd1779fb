#include "sync/print/pdf.hpp"

#include <cairo-pdf.h>

#include "sync/print/flow_page.hpp"
#include "sync/print/typography.hpp"

namespace escale::print {
namespace {

cairo_status_t append(void* to, const unsigned char* data, unsigned length) {
  static_cast<Bytes*>(to)->insert(static_cast<Bytes*>(to)->end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

cairo_status_t ignore(void*, const unsigned char*, unsigned) { return CAIRO_STATUS_SUCCESS; }

Result<> check(cairo_t* cairo, cairo_surface_t* surface) {
  const cairo_status_t status = cairo_status(cairo) != CAIRO_STATUS_SUCCESS ? cairo_status(cairo) : cairo_surface_status(surface);
  if (status == CAIRO_STATUS_SUCCESS) return {};
  return fail(Code::Internal, std::string("the PDF could not be drawn: ") + cairo_status_to_string(status));
}

Surface surface_to(cairo_write_func_t write, Bytes* bytes) {
  Surface surface(cairo_pdf_surface_create_for_stream(write, bytes, flow_page::kWidth, flow_page::kHeight));
  // 1.4 has no compressed objects: with_accessibility() reads what Cairo wrote, whatever its version.
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);
  return surface;
}

}  // namespace

Result<Bytes> pdf(const Document& document, const Typesetter& typesetter) {
  int pages = 0;
  {
    const Surface surface = surface_to(ignore, nullptr);
    const Cairo cairo(cairo_create(surface.get()));
    Flow flow(surface.get(), cairo.get(), typesetter.pango(), document, 0);
    flow.run();
    pages = flow.pages();
  }
  Bytes bytes;
  std::vector<std::string> alternatives;
  {
    const Surface surface = surface_to(append, &bytes);
    const auto describe = [&](cairo_pdf_metadata_t what, const std::string& value) {
      if (!value.empty()) cairo_pdf_surface_set_metadata(surface.get(), what, value.c_str());
    };
    describe(CAIRO_PDF_METADATA_TITLE, typeset(document.title, document.language));
    describe(CAIRO_PDF_METADATA_AUTHOR, document.author);
    describe(CAIRO_PDF_METADATA_CREATOR, "Escale");
    describe(CAIRO_PDF_METADATA_CREATE_DATE, format_timestamp(document.created));
    describe(CAIRO_PDF_METADATA_MOD_DATE, format_timestamp(document.created));
    const Cairo cairo(cairo_create(surface.get()));
    Flow flow(surface.get(), cairo.get(), typesetter.pango(), document, pages);
    flow.run();
    alternatives = flow.alternatives();
    TRY(check(cairo.get(), surface.get()));
    cairo_surface_finish(surface.get());
    TRY(check(cairo.get(), surface.get()));
  }
  return with_accessibility(std::move(bytes), document.language, alternatives);
}

}  // namespace escale::print
