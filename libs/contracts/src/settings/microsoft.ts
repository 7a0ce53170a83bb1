import { z } from 'zod';

/** A national cloud: login host and Graph belong together. */
export const CLOUDS = {
  global: { login: 'login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
  'us-government': { login: 'login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
  'us-defense': { login: 'login.microsoftonline.us', graph: 'https://dod-graph.microsoft.us' },
  china: { login: 'login.partner.microsoftonline.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
} as const;
export type Cloud = keyof typeof CLOUDS;

/** A GUID or a domain: anything else would end up in the path of a URL. */
export const tenantId = z
  .string()
  .trim()
  .regex(
    /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})$/,
    'is not a tenant: the directory (tenant) ID or a domain of it',
  );

/** An application that is registered with Microsoft Entra. */
export const microsoftApp = {
  cloud: z.enum(['global', 'us-government', 'us-defense', 'china']).default('global'),
  tenantId,
  /** The application (client) ID. */
  clientId: z.uuid('is not an application (client) ID'),
};
