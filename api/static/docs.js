"use strict";

const page = document.getElementById("documentation");

SwaggerUIBundle({
  dom_id: "#documentation",
  url: page.dataset.openapi,
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
});
