import { RE2JS } from 're2js';

/** What is wrong with a rule for recipients, in the words of the engine that will evaluate it (RE2, linear time). */
export function patternFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return `is no regular expression in RE2 syntax: ${error instanceof Error ? error.message : 'it does not compile'}`;
  }
}
