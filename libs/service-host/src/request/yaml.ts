import { parseDocument, stringify } from 'yaml';
import { InvalidRequest } from '../problem/invalid-request.js';

/** RFC 9512. */
export const YAML = 'application/yaml';

/** More aliases than this, or a deeper expansion, is an attack ("billion laughs") and no configuration. */
const MOST_ALIASES = 50;
const WHOLE = '(whole)';

/**
 * The value of one YAML 1.2 document. Throws `request.invalid` with the place of what is wrong and none of the text, which
 * may hold secrets.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, stringKeys: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    throw new InvalidRequest([{ path: WHOLE, message: `is no YAML that can be read: line ${line} (${error.code})` }]);
  }
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw new InvalidRequest([{ path: WHOLE, message: 'has aliases that stand for nothing or for too much' }]);
  }
}

/** Long lines stay whole, so that a certificate or a pattern is easy to compare. */
export const writeYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
