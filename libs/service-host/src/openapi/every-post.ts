import { SetMetadata } from '@nestjs/common';
import type { Reading } from '../request/described-reader.js';
import type { Route } from './routes.js';

/**
 * Provide a `Reading` under this token where an interceptor reads a header of every POST: no handler has a parameter that
 * would tell the document.
 */
export const EVERY_POST = Symbol('what is read from every POST');

const UNLIKE_EVERY_POST = 'replyline:unlike-every-post';

/** For a POST that the interceptor passes by, and why it does. */
export const UnlikeEveryPost = (why: string) => SetMetadata(UNLIKE_EVERY_POST, why);

export const isUnlikeEveryPost = (handler: object): boolean => Reflect.hasMetadata(UNLIKE_EVERY_POST, handler);

/** The routes, each POST with what is read from it beside its parameters. */
export const withEveryPost = (routes: readonly Route[], reading: Reading | undefined): readonly Route[] =>
  reading === undefined
    ? routes
    : routes.map((route) =>
        route.method === 'post' && !route.isUnlikeEveryPost
          ? { ...route, readings: [...route.readings, reading] }
          : route,
      );
