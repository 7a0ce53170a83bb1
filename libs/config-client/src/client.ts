import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.js';

export type ConfigClient = Client<paths>;

export interface ConfigClientOptions {
  /** Where the config service is: `https://config.example.com`. */
  readonly baseUrl: string;
  /** A bearer token, or who makes one when it is needed. */
  readonly token: string | (() => Promise<string>);
}

/** A client for the config API whose paths, parameters, bodies and answers are those of its OpenAPI document. */
export function configClient({ baseUrl, token }: ConfigClientOptions): ConfigClient {
  const client = createClient<paths>({ baseUrl });
  client.use({
    async onRequest({ request }) {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return request;
    },
  });
  return client;
}
