import { header, type InboundMail } from '../mail.js';
import { isEverybodysType } from './everybodys-types.js';

interface Part {
  readonly filename?: string;
  readonly contentType: string;
  readonly content: string;
}

/** All that stands beside the words, so that rules see the same kinds of parts: what is in a file is nobody's business. */
export const anonymousParts = (mail: InboundMail, text: (value: string) => string): Part[] => [
  ...envelopeOf(mail),
  ...filesOf(mail, text),
  ...reportOf(mail, text),
];

/** RFC 6522: the kind of report, and no other parameter. */
export function reportTypeOf(mail: InboundMail): string | undefined {
  const type = header(mail, 'content-type') ?? '';
  if (!/^multipart\/report\b/i.test(type)) return undefined;
  const kind = /report-type="?(delivery-status|feedback-report|disposition-notification)\b/i.exec(type)?.[1];
  return `multipart/report${kind === undefined ? '' : `; report-type=${kind.toLowerCase()}`}`;
}

/** What only a key opens is named by its type. Rights are managed by a field and a file. */
function envelopeOf({ encryption }: InboundMail): Part[] {
  if (encryption === 's-mime')
    return [{ contentType: 'application/pkcs7-mime; smime-type=enveloped-data', content: '-' }];
  return encryption === 'open-pgp' ? [{ contentType: 'application/pgp-encrypted', content: 'Version: 1' }] : [];
}

const typeOf = (mediaType: string): string => (isEverybodysType(mediaType) ? mediaType : 'application/octet-stream');

const OF_REPORT =
  /^(message|text)\/(global-)?(delivery-status|feedback-report|rfc822|global|rfc822-headers|global-headers)$/i;
const CALENDAR = /^(?:text\/calendar|application\/ics)$/i;

function filesOf({ attachments, calendarMethod }: InboundMail, text: (value: string) => string): Part[] {
  const calendar = `BEGIN:VCALENDAR\nMETHOD:${calendarMethod}\nEND:VCALENDAR\n`;
  return attachments
    .filter(({ mediaType }) => !OF_REPORT.test(mediaType))
    .map(({ filename = 'file', mediaType }) => ({
      filename: text(filename),
      contentType: typeOf(mediaType),
      content: calendarMethod !== undefined && CALENDAR.test(mediaType) ? calendar : '-',
    }));
}

function reportOf({ report }: InboundMail, text: (value: string) => string): Part[] {
  if (!report) return [];
  const { deliveryStatus, feedback, returnedHeaders } = report;
  return [
    ...(deliveryStatus === '' && feedback !== undefined
      ? []
      : [{ contentType: 'message/delivery-status', content: withFieldNames(deliveryStatus, text) }]),
    ...(feedback === undefined
      ? []
      : [{ contentType: 'message/feedback-report', content: withFieldNames(feedback, text) }]),
    { contentType: 'text/rfc822-headers', content: withFieldNames(returnedHeaders, text) },
  ];
}

/** RFC 5965 §7.3 and RFC 6591: a word of the format. */
const FEEDBACK_TYPE =
  /^Feedback-Type:[ \t]*(?:abuse|fraud|virus|other|not-spam|opt-out(?:-list)?|auth-failure|dmarc)[ \t]*$/i;

/** The names of the fields are the format. */
const withFieldNames = (section: string, text: (value: string) => string): string =>
  section
    .split('\n')
    .map((line) => {
      if (FEEDBACK_TYPE.test(line)) return line;
      const colon = /^[\w-]{1,60}:/.exec(line)?.[0] ?? '';
      return colon + text(line.slice(colon.length));
    })
    .join('\n');
