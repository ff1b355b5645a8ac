// The texts of the documentation page that are ours.

export const docsPage = (basePath: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Latchkey REST</title>
    <link rel="stylesheet" href="${basePath}/docs/swagger-ui.css">
    <link rel="stylesheet" href="${basePath}/docs/page.css">
    <link rel="icon" type="image/png" href="${basePath}/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="docs"></div>
    <script src="${basePath}/docs/swagger-ui-bundle.js"></script>
    <script src="${basePath}/docs/start.js"></script>
  </body>
</html>
`;

/** The library's dark colours hang on a class; the reader's system decides. */
export const startScript = (
  basePath: string,
) => `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({ url: '${basePath}/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
`;

/** What the library has no room for on a telephone; no route has links, which it gives a column. */
export const DOCS_PAGE_STYLE = `
body { margin: 0; }
.swagger-ui .response-col_links { display: none; }
.swagger-ui .info { margin: 2rem 0; }
.swagger-ui .scheme-container { padding: 1rem 0; }
@media (max-width: 40rem) {
  .swagger-ui .wrapper { padding: 0 0.5rem; }
  .swagger-ui .info { margin: 1rem 0; }
  .swagger-ui .opblock-tag { padding: 0.5rem 0; flex-wrap: wrap; }
  .swagger-ui .opblock-section-header { padding: 0.5rem; }
  .swagger-ui .table-container, .swagger-ui .responses-inner, .swagger-ui .opblock-description-wrapper { padding: 0.5rem; }
  .swagger-ui table.parameters thead { display: none; }
  .swagger-ui table.parameters > tbody > tr > td { display: block; width: auto; max-width: none; padding: 0.25rem 0; }
  .swagger-ui table.parameters input[type=text], .swagger-ui table.parameters select { width: 100%; max-width: 100%; }
  .swagger-ui .execute-wrapper, .swagger-ui .btn-group { padding: 0.75rem 0.5rem; }
  .swagger-ui .modal-ux { min-width: 0; width: 95vw; }
}
`;
