import type { Request } from 'express';
import { isScalar, parseDocument, stringify, visit, type Document } from 'yaml';
import { InvalidRequest } from '../problem/invalid-request.js';

/** RFC 9512. */
export const YAML = 'application/yaml';

/** Whether somebody asks for YAML; whoever takes anything gets JSON. */
export const wantsYaml = (request: Request): boolean =>
  request.accepts(['application/json', 'application/problem+json', YAML]) === YAML;

/** More aliases than this, or a deeper expansion, is an attack ("billion laughs") and no configuration. */
const MOST_ALIASES = 50;
const WHOLE = '(whole)';

/**
 * The value of one YAML 1.2 document. Throws `request.invalid` with the place of what is wrong and none of the text, which
 * may hold secrets.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, stringKeys: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    throw new InvalidRequest([{ path: WHOLE, message: `is no YAML that can be read: line ${line} (${error.code})` }]);
  }
  const twice = repeatedKeyAt(document);
  if (twice !== undefined) {
    const line = text.slice(0, twice).split('\n').length;
    throw new InvalidRequest([{ path: WHOLE, message: `names a key twice: line ${line}` }]);
  }
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw new InvalidRequest([{ path: WHOLE, message: 'has aliases that stand for nothing or for too much' }]);
  }
}

/** The library compares each key with each other one: thirty thousand of them would stop the service for seconds. */
function repeatedKeyAt(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  visit(document, {
    Map(_key, map) {
      const known = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) found ??= key.range?.[0] ?? 0;
        known.add(key.value);
      }
      return found === undefined ? undefined : visit.BREAK;
    },
  });
  return found;
}

/** A body that is not read before its sender may send one. */
export class YamlText {
  constructor(readonly text: string) {}
}

/** Long lines stay whole, so that a certificate or a pattern is easy to compare. */
export const writeYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
