import { RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
  RouteParamtypes,
} from '@nestjs/common/internal';
import type { ModulesContainer } from '@nestjs/core';
import type { ErrorCode } from '@replyline/errors';
import type { z } from 'zod';
import { PUBLIC, ROLES_NEEDED } from '../access/access-rules.js';
import { ROLES, type Role } from '../access/caller.js';
import { examplesOf, type BodyExamples } from '../request/body-examples.js';
import { readingOf, type Reading } from '../request/described-reader.js';
import { CREATES, DOES, REFUSES, RETURNS, type Returned } from '../request/returns.js';
import { isUnlikeEveryPost } from './every-post.js';
import { UNDOCUMENTED } from './undocumented.js';

/** What the decorators of a handler say about it. */
export interface Route {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string | undefined;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly isPublic: boolean;
  readonly isUnlikeEveryPost: boolean;
  readonly roles: readonly Role[];
  readonly body: z.ZodType | undefined;
  /** Of the body, by what each is an example of. */
  readonly examples: BodyExamples;
  readonly query: z.ZodType | undefined;
  readonly params: z.ZodType | undefined;
  readonly readings: readonly Reading[];
  readonly returns: Returned;
  /** What a 201 beside another answer says. */
  readonly creates: string | undefined;
  readonly refuses: readonly ErrorCode[];
}

/** Every HTTP route of the application, in the order of its modules. */
export const routesIn = (modules: ModulesContainer): Route[] =>
  [...modules.values()].flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype }) =>
      metatype && !Reflect.hasMetadata(UNDOCUMENTED, metatype) ? routesOf(metatype as Type) : [],
    ),
  );

function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => typeof prototype[name] === 'function' && Reflect.hasMetadata(METHOD_METADATA, prototype[name]))
    .map((name) => routeOf(controller, name, prototype[name] as () => unknown));
}

function routeOf(controller: Type, name: string, handler: () => unknown): Route {
  const args = argumentsOf(controller, name);
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod].toLowerCase();
  const rule = <T>(key: string) =>
    (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  return {
    operationId: `${controller.name.replace(/Controller$/, '')}.${name}`,
    tag: controller.name.replace(/Controller$/, ''),
    summary: rule<string>(DOES),
    method,
    path: pathOf(controller, handler),
    isPublic: rule<boolean>(PUBLIC) ?? false,
    isUnlikeEveryPost: isUnlikeEveryPost(handler),
    roles: rule<Role[]>(ROLES_NEEDED) ?? ROLES,
    body: schemaOf(args, RouteParamtypes.BODY),
    examples: examplesOf(schemaOf(args, RouteParamtypes.BODY)),
    query: schemaOf(args, RouteParamtypes.QUERY),
    params: schemaOf(args, RouteParamtypes.PARAM),
    readings: Object.values(args).flatMap(({ factory }) => (factory && readingOf(factory)) ?? []),
    returns: rule<Returned>(RETURNS) ?? { status: statusOf(handler, method), schema: undefined, description: 'Done' },
    creates: rule<string>(CREATES),
    refuses: rule<ErrorCode[]>(REFUSES) ?? [],
  };
}

/** Nest keeps one entry a parameter, under `<kind>:<index>`. */
type Arguments = Record<string, { readonly schema?: z.ZodType; readonly factory?: object }>;

const argumentsOf = (controller: Type, name: string): Arguments =>
  (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Arguments;

const schemaOf = (args: Arguments, kind: RouteParamtypes): z.ZodType | undefined =>
  Object.entries(args).find(([key, { schema }]) => schema && key.startsWith(`${kind}:`))?.[1].schema;

const statusOf = (handler: () => unknown, method: string): number =>
  (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? (method === 'post' ? 201 : 200);

function pathOf(controller: Type, handler: () => unknown): string {
  const parts = [controller, handler].map((it) => String(Reflect.getMetadata(PATH_METADATA, it)));
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.map((segment) => segment.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
}
