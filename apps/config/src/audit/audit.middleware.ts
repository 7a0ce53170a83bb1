import { Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Audit } from './audit.js';
import { trail, whileAnswering } from './request-trail.js';

const CHANGING = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Lets everything that a request sets in motion know who makes it, and notes what was refused to somebody known. */
@Injectable()
export class AuditMiddleware implements NestMiddleware {
  private readonly logger = new Logger('Audit');

  constructor(private readonly audit: Audit) {}

  use(request: Request, response: Response, next: NextFunction): void {
    response.once('close', () => void this.noteRefusal(request, response));
    whileAnswering(request, next);
  }

  private async noteRefusal(request: Request, response: Response): Promise<void> {
    const who = trail(request);
    if (response.statusCode < 400 || who.actor === null || !CHANGING.includes(request.method)) return;
    const code = String(response.locals['problemCode'] ?? response.statusCode);
    await this.audit.refused(who, code).catch((err: unknown) => this.logger.error({ err }, 'a refusal was not noted'));
  }
}
