/** What gateways put before a subject, `[EXTERNAL]`, `{Spam?}` or `***SPAM***`, and lists, which put their name there. */
const TAG =
  /^\s{0,9}(?:\[[^[\]\n]{1,60}\]|\{[^{}\n]{1,60}\}|\*{2,5}[^*\n]{1,60}\*{2,5}|【[^【】\n]{1,60}】|(?:external|ext|spam) ?:(?= ))\s{0,9}/iu;
/** Each gateway on the way puts one there. */
const MAX_TAGS = 4;

/** The ways to read a subject: as it stands, and behind each of its tags, of which one may be what it says. */
export function readingsOf(subject: string): readonly string[] {
  const readings = [subject];
  for (let tag = TAG.exec(subject); tag && readings.length <= MAX_TAGS; tag = TAG.exec(readings.at(-1)!))
    readings.push(readings.at(-1)!.slice(tag[0].length));
  return readings;
}
