/** A picture of the mail itself, in Markdown, and what the plain text of Outlook and of Gmail has in its place. */
const PICTURE =
  /!\[([^[\]\n]{0,200})\]\(cid:([^()\s]{1,998})\)|\[cid:([^[\]\s]{1,998})\]|\[image: ([^[\]\n]{1,200})\]/g;

/** RFC 2392: as a Content-ID is compared with what a `cid:` link names. Control characters, `%00` too, are in none. */
export const contentIdOf = (written: string): string =>
  decoded(written.trim().replace(/^<|>$/g, '')).replace(/[\p{Cc}\p{Cs}]/gu, '');

function decoded(bare: string): string {
  if (!bare.includes('%')) return bare;
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/** The content ids of the pictures that a text shows, in their order. */
export function picturesIn(text: string): string[] {
  if (!text.includes('cid:')) return [];
  return [...text.matchAll(PICTURE)].flatMap(([, , markdown, plain]) => {
    const id = markdown ?? plain;
    return id === undefined ? [] : [contentIdOf(id)];
  });
}

/** An attachment that a text may show, and how a reader finds it, if he does. */
export interface Shown {
  readonly contentId?: string;
  readonly name: string;
  readonly sha256: string;
  readonly isThere: boolean;
}

/**
 * The text with each picture under the hash of its file: `![plan.png](cid:<SHA-256>)`. One that no reader gets leaves
 * nothing behind; what is no picture of this mail was typed, and stays.
 */
export function withPictures(text: string, attachments: readonly Shown[]): string {
  const byId = new Map(attachments.map((it) => [it.contentId, it]));
  const byName = new Map(attachments.map((it) => [it.name, it]));
  const shown = text.replace(PICTURE, (written, _alternative, markdown?: string, plain?: string, name = '') => {
    const id = markdown ?? plain;
    const file = id === undefined ? byName.get(name) : byId.get(contentIdOf(id));
    if (!file) return markdown === undefined ? written : '';
    return file.isThere ? `![${file.name.replace(/[[\]\\`<>]/g, '_')}](cid:${file.sha256})` : '';
  });
  return shown === text ? text : tidied(shown);
}

/** Where a picture was taken away. */
const tidied = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
