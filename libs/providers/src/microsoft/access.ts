import { CLOUDS, type Cloud } from '@replyline/contracts';

/** An application of a tenant, and the mailbox that it works with. */
export interface MicrosoftAccess {
  readonly cloud: Cloud;
  readonly tenantId: string;
  readonly clientId: string;
  /** Opened just before; never kept anywhere else. */
  readonly clientSecret: string;
  readonly mailbox: string;
  /** How long each answer may take. */
  readonly timeoutSeconds: number;
  /** A stand-in for Microsoft on this machine: logins below `/login`, Graph below `/graph`. */
  readonly baseUrl?: string | undefined;
}

export const graphRoot = ({ cloud, baseUrl }: Pick<MicrosoftAccess, 'cloud' | 'baseUrl'>): string =>
  `${baseUrl === undefined ? CLOUDS[cloud].graph : `${baseUrl}/graph`}/v1.0`;

/** Where a request to the login of the cloud really goes. */
export const atLogin = (url: string, { cloud, baseUrl }: Pick<MicrosoftAccess, 'cloud' | 'baseUrl'>): string =>
  baseUrl === undefined ? url : url.replace(`https://${CLOUDS[cloud].login}`, `${baseUrl}/login`);
