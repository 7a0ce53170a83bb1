import { z } from 'zod';

/** Where clamd listens, as `net.connect` wants it. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

const CLAMD_PORT = 3310;

/** `tcp://host:port` or `unix:///path`. */
export const clamdAddress = z
  .string()
  .refine((text) => parsed(text) !== undefined, 'is not tcp://host:port or unix:///path')
  .transform((text) => parsed(text)!);

function parsed(text: string): ClamdAddress | undefined {
  const path = /^unix:\/\/(\/.{1,100})$/.exec(text)?.[1];
  if (path !== undefined) return { path };
  const [, host, port = String(CLAMD_PORT)] =
    /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
