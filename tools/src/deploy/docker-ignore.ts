/**
 * Says which paths of the context reach the builder. As in Docker, the last pattern that fits a path or a folder above
 * it decides.
 */
export function dockerIgnore(text: string): (path: string) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isSent: line.startsWith('!'), pattern: toPattern(line.replace(/^!/, '')) }));
  return (path) => {
    const parts = path.split('/');
    const candidates = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return rules.findLast(({ pattern }) => candidates.some((part) => pattern.test(part)))?.isSent ?? true;
  };
}

/** Go's filepath.Match, and `**` for any number of folders. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/^\/|\/$/g, '')
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\0', '(?:.*/)?');
  return new RegExp(`^${source}$`);
}
