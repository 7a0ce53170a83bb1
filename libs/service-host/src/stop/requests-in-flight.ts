import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/** Counts requests that are being answered, so that the listener is closed behind the last one and not before it. */
@Injectable()
export class RequestsInFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  /** Express middleware. A connection that breaks ends its request too. */
  readonly track = (_: Request, response: Response, next: NextFunction): void => {
    this.count += 1;
    response.once('close', () => this.end());
    next();
  };

  /** Resolves once nothing is being answered. */
  idle(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }

  private end(): void {
    this.count -= 1;
    if (this.count === 0) for (const resume of this.waiting.splice(0)) resume();
  }
}
