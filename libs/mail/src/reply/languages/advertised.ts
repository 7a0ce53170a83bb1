/** Programs that have a line of theirs point to where they are found, in whatever words: their name, and the hosts. */
const ADVERTISED: readonly (readonly [name: string, ...hosts: string[]])[] = [
  ['outlook', 'aka.ms'],
  ['superhuman', 'sprh.mn', 'superhuman.com'],
  ['proton', 'proton.me', 'protonmail.com'],
  ['tuta', 'tuta.com', 'tutanota.com'],
  ['spark', 'readdle.com', 'sparkmailapp.com'],
  ['yahoo', 'onelink.me', 'yahoo.com'],
  ['aol', 'onelink.me', 'aol.com'],
  ['mailspring', 'getmailspring.com'],
  ['canary', 'canarymail.app', 'canarymail.io'],
  ['bluemail', 'bluemail.me'],
  ['em client', 'emclient.com'],
  ['mailbird', 'getmailbird.com'],
  ['spike', 'spikenow.com'],
  ['shortwave', 'shortwave.com'],
  ['fairemail', 'email.faircode.eu'],
  ['k-9', 'k9mail.app'],
  ['thunderbird', 'thunderbird.net'],
];

/** The names that such lines say. */
export const ADVERTISED_NAMES: readonly string[] = ADVERTISED.map(([name]) => name);

/** The target of a link as clients write it in plain text. */
const TARGET = /[<([]\s?(https?:\/\/[^\s<>()[\]]{4,300})\s?[>)\]]/;
/** "Get Outlook for iOS", in the languages that need most room. */
const MAX_WORDS = 60;
const MAX_LINE = 400;

const hostOf = (url: string): string => /^https?:\/\/([^/?#:]{1,100})/.exec(url)?.[1]?.toLowerCase() ?? '';
const isAt = (host: string, home: string): boolean => host === home || host.endsWith(`.${home}`);

/** Whether a line is nothing but the name of a mail program, some words and where the program is found. */
export function isAdvertising(line: string): boolean {
  const target = line.length < MAX_LINE ? TARGET.exec(line)?.[1] : undefined;
  if (target === undefined) return false;
  const words = line.replace(TARGET, ' ').trim().toLowerCase();
  const host = hostOf(target);
  return (
    words.length <= MAX_WORDS &&
    !/[?!]/.test(words) &&
    ADVERTISED.some(([name, ...homes]) => words.includes(name) && homes.some((home) => isAt(host, home)))
  );
}

/** Where one of the programs is found, without what the link says besides: it is everybody's. */
export function homeOf(url: string): string | undefined {
  const host = hostOf(url);
  const home = ADVERTISED.flatMap(([, ...homes]) => homes).find((it) => isAt(host, it));
  return home === undefined ? undefined : `https://${home}/`;
}
