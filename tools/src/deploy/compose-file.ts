import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Variables } from './dockerfile.js';

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile?: string; readonly args?: Variables };
  readonly environment?: Variables;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly stop_grace_period?: string;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** A Compose file with `<<` merged and its variables still in it. */
export const readComposeFile = (file: string): ComposeFile =>
  parse(readFileSync(file, 'utf8'), { merge: true }) as ComposeFile;

const VARIABLE = /\$(?:(\$)|(\w+)|\{(\w+)(?:(:?[-?])([^}]*))?\})/g;

/** The names that a Compose file takes from outside, and which of them it cannot do without. */
export function variablesOf(text: string): { readonly name: string; readonly isRequired: boolean }[] {
  const used = [...text.matchAll(VARIABLE)].filter(([, dollar]) => dollar === undefined);
  return used.map(([, , plain, braced = plain!, operator = '']) => ({
    name: braced,
    isRequired: operator.endsWith('?'),
  }));
}

/** Puts values in as Compose does (Compose specification, "Interpolation"). Throws when a required one is missing. */
export function interpolate(text: string, values: Variables): string {
  return text.replaceAll(VARIABLE, (_, dollar?: string, plain?: string, braced?: string, operator = '', rest = '') => {
    if (dollar) return '$';
    const value = values[plain ?? braced!];
    if (value !== undefined && (value !== '' || !operator.startsWith(':'))) return value;
    if (operator.endsWith('?')) throw new Error(`${plain ?? braced} is required: ${rest}`);
    return rest;
  });
}

/** `NAME=value` lines, a value in single quotes taken as it is; a line that is commented out counts only with `commented`. */
export function readEnvFile(text: string, { commented = false } = {}): Variables {
  const line = commented ? /^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm : /^([A-Z][A-Z0-9_]*)=(.*)$/gm;
  return Object.fromEntries(
    [...text.matchAll(line)].map(([, name, value = '']) => [name, value.replace(/^'(.*)'$/, '$1')]),
  );
}
