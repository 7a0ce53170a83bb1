import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ATTEMPT_MS } from './link-attempts.js';
import type { Sent } from './link-accounts.js';
import { MicrosoftSettings } from './microsoft-settings.js';

const NAME = 'replyline-link';
const PATH = '/v1/linked-accounts/callback';

/** Ties an attempt to the browser that began it (RFC 6749 §10.12). */
@Injectable()
export class LinkCookie {
  constructor(private readonly settings: MicrosoftSettings) {}

  /** `lax`, because the way back begins at Microsoft. */
  give(response: Response, { authorizeUrl, expiresAt, browser }: Sent): { authorizeUrl: string; expiresAt: string } {
    const { isSecure: secure } = this.settings;
    response.cookie(NAME, browser, { httpOnly: true, sameSite: 'lax', secure, path: PATH, maxAge: ATTEMPT_MS });
    response.set('Cache-Control', 'no-store');
    return { authorizeUrl, expiresAt: expiresAt.toISOString() };
  }

  /** Empty where there is none. */
  read(request: Request): string {
    const cookies = (request.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
    return cookies.find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1) ?? '';
  }
}
