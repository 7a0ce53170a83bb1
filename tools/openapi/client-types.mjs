// The types of libs/config-client, from the OpenAPI document of config.
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { openApiOf } from './documents.mjs';

export const configClientFile = new URL('../../libs/config-client/src/schema.ts', import.meta.url);

/** Fields with a default may be left out of what is sent. */
export async function configClientTypes() {
  const document = JSON.parse(openApiOf('config'));
  return COMMENT_HEADER + astToString(await openapiTS(document, { defaultNonNullable: false }));
}
