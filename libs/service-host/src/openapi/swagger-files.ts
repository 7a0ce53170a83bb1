import { createReadStream, type ReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

const TYPES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** A file of its own, because the content security policy allows no script inside a page. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui' });\n`;

interface Asset {
  readonly type: string;
  readonly content: ReadStream | Readable;
}

/** One of the files that the page needs; from this machine, never from a CDN. */
export function swaggerFile(name: string): Asset | undefined {
  if (name === 'start.js')
    return { type: 'text/javascript; charset=utf-8', content: Readable.from([Buffer.from(START)]) };
  if (!Object.hasOwn(TYPES, name)) return undefined;
  return { type: TYPES[name]!, content: createReadStream(join(folder(), name)) };
}

function folder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

export const pageOf = (title: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/assets/start.js"></script>
  </body>
</html>
`;
