import { z } from 'zod';

/** Of the services that speak to Microsoft. Other programs take a host alone, or SOCKS; what speaks here does not. */
export const proxies = {
  HTTPS_PROXY: z
    .string()
    .refine(isProxy, 'is not a proxy like http://proxy.example.com:3128')
    .optional()
    .meta({ description: 'A proxy for what goes to Microsoft' }),
  NO_PROXY: z.string().optional().meta({ description: 'Hosts that are reached without the proxy' }),
};

function isProxy(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
