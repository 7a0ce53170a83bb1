import { ERRORS, type ErrorCode } from '@replyline/errors';
import { z } from 'zod';
import type { Route } from './routes.js';

export const SERVICE_TITLE = Symbol('the name of the service, as its documentation has it');

type Json = Record<string, unknown>;

export interface About {
  readonly title: string;
  readonly version: string;
}

/** The OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12: what zod writes. */
export function openApiDocument({ title, version }: About, routes: readonly Route[]): Json {
  const shared = new SharedSchemas();
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, shared);
  return {
    openapi: '3.1.0',
    info: { title: `Replyline ${title}`, version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: jsonSchema(problem, 'output'), ...shared.all },
    },
  };
}

const DESCRIPTION =
  'Bodies are JSON, or YAML with `Content-Type: application/yaml`; answers are YAML with `Accept: application/yaml`. ' +
  'Everything that goes wrong is a problem (RFC 9457) with a `code` of the errors catalogue and a `detail` that says what to do.';

function operationOf(route: Route, shared: SharedSchemas): Json {
  const { operationId } = route;
  return {
    operationId,
    summary: route.summary,
    tags: [route.tag],
    ...(route.isPublic ? { security: [] } : { security: [{ bearer: [] }], 'x-roles': route.roles }),
    ...(route.body && { requestBody: requestBodyOf(route, route.body, shared) }),
    parameters: parametersOf(route),
    responses: { ...answersOf(route, shared), ...problemsOf(route) },
  };
}

function requestBodyOf({ operationId, examples }: Route, body: z.ZodType, shared: SharedSchemas): Json {
  const schema = shared.refTo(jsonSchema(body, 'input'), `${operationId}.body`);
  const named = Object.entries(examples).map(([summary, value]) => [
    summary.replace(/[^A-Za-z0-9]+/g, '-'),
    { summary, value },
  ]);
  const shown = named.length === 0 ? {} : { examples: Object.fromEntries(named) as Json };
  return {
    required: !isOptional(body),
    content: { ...inBothLanguages({ schema }), 'application/json': { schema, ...shown } },
  };
}

const inBothLanguages = (it: Json): Json => ({ 'application/json': it, 'application/yaml': it });

/** Schemas that several operations have are written once. The first use gives the name. */
class SharedSchemas {
  private readonly names = new Map<string, string>();
  readonly all: Json = {};

  refTo(schema: Json, name: string): Json {
    const text = JSON.stringify(schema);
    if (text.length < WORTH_A_NAME) return schema;
    const known = this.names.get(text) ?? name;
    this.names.set(text, known);
    this.all[known] = schema;
    return { $ref: `#/components/schemas/${known}` };
  }
}

const WORTH_A_NAME = 400;

function parametersOf({ path, params, query, readings }: Route): Json[] {
  const named = params ? propertiesOf(params) : new Map<string, Property>();
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: named.get(name!)?.schema ?? { type: 'string' },
  }));
  const inQuery = [...(query ? propertiesOf(query) : [])].map(([name, it]) => ({ name, in: 'query', ...it }));
  const inHeader = readings
    .flatMap(({ headers }) => headers)
    .map((header) => ({ ...header, in: 'header', schema: { type: 'string' } }));
  return [...inPath, ...inQuery, ...inHeader];
}

interface Property {
  readonly required: boolean;
  readonly schema: unknown;
}

function propertiesOf(schema: z.ZodType): Map<string, Property> {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Json; required?: string[] };
  return new Map(
    Object.entries(properties).map(([name, it]) => [name, { required: required.includes(name), schema: it }]),
  );
}

function answersOf({ returns, creates, operationId }: Route, shared: SharedSchemas): Json {
  const { status, schema, description } = returns;
  const written = schema && shared.refTo(jsonSchema(schema, 'output'), `${operationId}.answer`);
  const content = written && { content: inBothLanguages({ schema: written }) };
  return {
    [status]: { description, ...content },
    ...(creates !== undefined && { 201: { description: creates, ...content } }),
  };
}

/** A body that no route asks for is read, too, before its size is known. */
const MAY_BRING_A_BODY: ReadonlySet<string> = new Set(['post', 'put', 'patch']);

function codesOf(route: Route): ErrorCode[] {
  return [
    ...(route.body || route.query || route.params ? (['request.invalid'] as const) : []),
    ...(route.isPublic ? [] : (['access.unauthenticated', 'access.denied'] as const)),
    ...(route.path.includes('{') ? (['request.not_found'] as const) : []),
    ...route.readings.flatMap(({ refuses }) => refuses),
    ...(MAY_BRING_A_BODY.has(route.method) ? (['request.too_large'] as const) : []),
    ...route.refuses,
    'service.unavailable',
  ];
}

/** One answer a status, which names every code that has it. */
function problemsOf(route: Route): Json {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const answers: Record<number, { description: string; headers?: object; content: object }> = {};
  for (const code of new Set(codesOf(route))) {
    const { status, title } = ERRORS[code];
    const others = answers[status] ? `${answers[status].description}; ` : '';
    const headers = status === 503 && { headers: RETRY_AFTER };
    answers[status] = { description: `${others}${title} (${code})`, ...headers, content };
  }
  return answers;
}

/** `answerProblem` sends it. */
const RETRY_AFTER = { 'Retry-After': { description: 'In so many seconds', schema: { type: 'integer' } } };

const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Without `$schema`, which OpenAPI 3.1 says once for the document: the dialect is the same. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const written: Json = { ...z.toJSONSchema(schema, { io, unrepresentable: 'any', override: asItComes }) };
  delete written['$schema'];
  return written;
}

/** What a transformation makes of a value has no schema; here it is always of the kind that it comes as. */
function asItComes({ zodSchema, jsonSchema: written }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  const { def } = zodSchema._zod;
  if (def.type !== 'pipe' || (def.out as z.core.$ZodTypes)._zod.def.type !== 'transform') return;
  Object.assign(written, jsonSchema(def.in as z.ZodType, 'input'));
}
