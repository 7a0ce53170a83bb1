/** Mail programs that name themselves below what is written with them. */
export const PROGRAMS: readonly string[] =
  'outlook|gmail|superhuman|proton|tuta|spark|yahoo|aol|mailspring|canary|bluemail|em client|mailbird|spike|shortwave|fairemail|k-9|thunderbird'.split(
    '|',
  );

/** Where their lines point to, in whatever language they are: pages to get them from, and their home pages. */
export const PROGRAM_LINK =
  /^https?:\/\/(?:aka\.ms\/(?:o0ukef|aab9ysg|ghei36|qtex0l|blhgte)\b|sprh\.mn\/(?=\?vip=)|(?:mail|go)\.onelink\.me\/|(?:www\.)?google\.com\/gmail\/about\/\?\S{0,200}\bemojireactionemail\b|(?:www\.)?(?:superhuman|sparkmailapp|readdle|getmailspring|emclient|getmailbird|spikenow|shortwave|proton|protonmail|tuta|tutanota)\.(?:com|me)\/?$|(?:email\.faircode\.eu|k9mail\.app|www\.thunderbird\.net|canarymail\.(?:app|io)|bluemail\.me)\/?$|m\.ya\.ru\/ymail$)/i;

/** The target of a link as clients write it in plain text. */
const TARGET = /[<([]\s?(https?:\/\/[^\s<>()[\]]{4,300})\s?[>)\]]/;
/** "Get Outlook for iOS", in the languages that need most room. */
const MAX_WORDS = 60;
const MAX_LINE = 400;

/** Whether a line is nothing but the name of a mail program, some words and where it is had. */
export function isOfProgram(line: string): boolean {
  const target = line.length < MAX_LINE ? TARGET.exec(line)?.[1] : undefined;
  if (target === undefined || !PROGRAM_LINK.test(target)) return false;
  const words = line.replace(TARGET, ' ').trim().toLowerCase();
  return words.length <= MAX_WORDS && !/[?!]/.test(words) && PROGRAMS.some((name) => words.includes(name));
}

/**
 * A line without where a program is had, where that ends it, bare or between brackets: "Отправлено из мобильной Яндекс
 * Почты: http://…".
 */
export function withoutProgramLink(line: string): string {
  if (line.endsWith(']')) return line.length < MAX_LINE ? line.replace(TARGET, '').trim() : line;
  const at = line.lastIndexOf(' ') + 1;
  return at > 0 && line.length < MAX_LINE && PROGRAM_LINK.test(line.slice(at))
    ? line.slice(0, at).replace(/:? $/, '')
    : line;
}
