import { CLOUDS, type Cloud } from '@replyline/contracts';
import { Failure } from '@replyline/errors';

/** Where this service and Microsoft find each other. */
export class MicrosoftSettings {
  constructor(
    private readonly publicUrl: string | undefined,
    /** A stand-in for Microsoft on this machine. */
    readonly baseUrl: string | undefined,
  ) {}

  loginOf(cloud: Cloud): string {
    return this.baseUrl === undefined ? `https://${CLOUDS[cloud].login}` : `${this.baseUrl}/login`;
  }

  get redirectUri(): string | undefined {
    return this.publicUrl === undefined ? undefined : `${this.publicUrl}/v1/linked-accounts/callback`;
  }

  /** Whether a cookie may insist on TLS. */
  get isSecure(): boolean {
    return this.publicUrl?.startsWith('https:') ?? false;
  }

  /** Throws `account.public_url_missing`. */
  requireRedirectUri(): string {
    if (this.redirectUri === undefined) throw new Failure('account.public_url_missing');
    return this.redirectUri;
  }
}
