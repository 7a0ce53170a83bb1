import { z } from 'zod';

/** `MICROSOFT_BASE_URL` of the services that speak to Microsoft. */
export const microsoftBaseUrl = z
  .url()
  .refine(isLoopback, 'expected http on this machine')
  .transform((url) => url.replace(/\/+$/, ''))
  .optional()
  .meta({ description: 'A stand-in for Microsoft on this machine, for trying it' });

/** Secrets go there: nothing but this machine can be meant. */
function isLoopback(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
