import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PROMPTS } from '../facts/prompt.js';
import { extractReply } from './extract-reply.js';
import { wordsOf } from './words.js';

const SENT = [
  'Please type your reply above this line',
  '',
  'Alice Example mentioned you in Release 4.2:',
  '',
  '@bob can we ship on Friday, or do we wait for the translation?',
  'The database change needs a maintenance window of 20 minutes.',
];
const sent = {
  text: SENT.join('\n'),
  subject: 'Alice Example mentioned you in Release 4.2',
  from: 'Replyline <r@example.test>',
};
const ATTRIBUTION = 'On Mon, Jan 15, 2024 at 2:30 PM Replyline <r@example.test> wrote:';
const quoted = (lines: readonly string[], prefix = '> '): string => lines.map((line) => prefix + line).join('\n');
/** As Gmail sends one. */
const THUMB = '<img data-emoji="👍" class="an1" alt="👍" src="https://fonts.example/1f44d.png">';
const textOf = (text: string, known = true): string => extractReply({ mail: { text }, ...(known && { sent }) }).text;

/** What a company says, in words that a person might use too. */
const OF_TWO_TOPICS =
  'This message and its attachments are confidential and meant for the addressee alone. Whoever else reads it has no right to use what it says.';

describe('a reply', () => {
  it('is the same however the client wraps the quote', () => {
    const words = SENT.join(' ').split(' ').filter(Boolean);
    for (const width of [1, 3, 7, 50]) {
      const lines = words.flatMap((_, at) => (at % width === 0 ? [words.slice(at, at + width).join(' ')] : []));
      expect(textOf(`Ship it.\n\n${ATTRIBUTION}\n${quoted(lines)}`)).toBe('Ship it.');
      expect(textOf(`Ship it.\n\n${lines.join('\n')}`)).toBe('Ship it.');
    }
  });

  it.each(PROMPTS)('ends above "%s", wrapped or not, whatever else is known', (prompt) => {
    expect(textOf(`Ship it.\n\n${prompt}\nAda: can we?`, false)).toBe('Ship it.');
    const middle = Math.floor(prompt.length / 2);
    const at = prompt.includes(' ') ? prompt.indexOf(' ', middle) : middle;
    expect(textOf(`Ship it.\n\n${prompt.slice(0, at)}\n${prompt.slice(at)}\nAda: can we?`, false)).toBe('Ship it.');
    expect(prompt.length).toBeLessThanOrEqual(60);
  });

  it('may repeat a sentence of the mail it answers', () => {
    expect(textOf(`can we ship on Friday\nYes!\n\n${ATTRIBUTION}\n${quoted(SENT)}`)).toBe(
      'can we ship on Friday\nYes!',
    );
  });

  it('may be typed behind a quoted line', () => {
    const typed = SENT.map((line) => (line.startsWith('@bob') ? `${line} Yes, please.` : line));
    expect(textOf(`${ATTRIBUTION}\n${quoted(typed)}`)).toContain('Yes, please.');
  });

  it.each([
    ['ends above a name behind a dash', 'Ship it.\n\n-Ada Lovelace', 'Ship it.'],
    ['ends above a name behind a long dash', 'Ship it.\n\n— Ada B. Lovelace', 'Ship it.'],
    ['may be a name behind a dash', '-Ada Lovelace', '-Ada Lovelace'],
    ['may end with a list of names', 'Ask\n\n-Bob Stone\n\n-Ada Lovelace', 'Ask\n\n-Bob Stone\n\n-Ada Lovelace'],
    ['may end with a list of one', 'Who can do it:\n\n- Ada Lovelace', 'Who can do it:\n\n- Ada Lovelace'],
    ['may end with one word behind a dash', 'Which?\n\n-Tuesday', 'Which?\n\n-Tuesday'],
  ])('%s', (_name, text, reply) => {
    for (const known of [true, false]) expect(textOf(`${text}\n\n${ATTRIBUTION}\n${quoted(SENT)}`, known)).toBe(reply);
  });

  it.each([
    ['ends above the own name behind a dash', '-Bob Stone', 'Bob Stone', 'bob@example.test', 'No'],
    ['ends above what an address names', '-Bob B. Stone', '', 'bobstone@example.test', 'No'],
    ['may end with words behind a dash', '-Please Do Not Ship', 'Bob Stone', 'bob@example.test', 'all'],
    ['may end with words that an address happens to hold', '-Please Do Not Ship', '', 'shipping@example.test', 'all'],
    ['may end with somebody else behind a dash', '-Ada Lovelace', 'Bob Stone', 'bob@example.test', 'all'],
  ])('%s', (_name, last, name, address, reply) => {
    const text = `No\n\n${last}`;
    expect(extractReply({ mail: { text, from: [{ address, name }] } }).text).toBe(reply === 'all' ? text : reply);
  });

  it('may end with words behind a dash where From is not known', () => {
    expect(textOf('No\n\n-Please Do Not Ship')).toBe('No\n\n-Please Do Not Ship');
  });

  const ASKS_FOR_SECRECY =
    'This message to the recipient list went out in error last night, so please delete the confidential attachment before anyone opens it.';
  const HAS_FIGURES =
    'This email contains the confidential figures of the quarter, so please keep them among the recipients that we agreed on last week.';
  const LEGAL =
    'This e-mail is confidential and intended for the addressee. If you have received it in error, please notify the sender and delete it.';
  const SHORT_LEGAL =
    'This e-mail and any attachments are confidential and intended solely for the addressee. Any other use of them is prohibited.';

  it.each([
    ['may end with a paragraph about a message that went to the wrong recipients', `Yes.\n\n${ASKS_FOR_SECRECY}`],
    ['may be a paragraph about confidential figures', `Hi Bob,\n\n${HAS_FIGURES}\n\nAnn`],
    ['may end with a paragraph about confidential figures', `Hi Bob,\n\n${HAS_FIGURES}`],
    ['may hold what reads like a legal footer where more follows', `Our lawyers say:\n\n${LEGAL}\n\nIs that fine?`],
    ['may go on below what reads like a legal footer and a signature', `Regards,\nAnn\n\n${LEGAL}\n\nIs that fine?`],
    ['may hold two such paragraphs of which the last is the own', `Yes.\n\n${LEGAL}\n\nAnd:\n\n${ASKS_FOR_SECRECY}`],
  ])('%s', (_name, text) => {
    for (const known of [true, false]) {
      expect(textOf(text, known)).toBe(text);
      expect(textOf(`${text}\n\n${ATTRIBUTION}\n${quoted(SENT)}`, known)).toBe(text);
    }
    expect(extractReply({ mail: { text } }).confidence).toBeLessThan(0.6);
  });

  it.each([
    ['plain words', `Yes.\n\n${LEGAL}`],
    [
      'plain words, and more of them',
      `Yes.\n\n${LEGAL}\n\nThe recipient is to check it for what may destroy his computer.`,
    ],
    ['a closing above it', `Yes.\n\nRegards,\nAnn\n\n${SHORT_LEGAL}`],
    ['the line of a device above it', `Yes.\n\nSent from my iPhone\n\n${SHORT_LEGAL}`],
    ['a delimiter above it', `Yes.\n\n-- \nAnn\n\n${SHORT_LEGAL}`],
    ['a signature below it', `Yes.\n\n${LEGAL}\n\n-- \nAnn`],
  ])('ends above a legal footer that is told by %s', (_name, text) => {
    for (const known of [true, false]) {
      expect(textOf(text, known)).toBe('Yes.');
      expect(textOf(`${text}\n\n${ATTRIBUTION}\n${quoted(SENT)}`, known)).toBe('Yes.');
    }
  });

  it('stands below the quote although it speaks of a confidential message', () => {
    const text = `${ATTRIBUTION}\n${quoted(SENT)}\n\n${ASKS_FOR_SECRECY}`;
    expect(textOf(text)).toBe(ASKS_FOR_SECRECY);
    expect(textOf(`Yes.\n\n${ATTRIBUTION}\n${quoted(SENT)}\n\n${LEGAL}`)).toBe('Yes.');
  });

  it('ends above two things that companies say, below the quote of what it answers', () => {
    const registered = 'Example Ltd, registered in England and Wales, No. 1234567';
    const quote = `${ATTRIBUTION}\n${quoted(SENT)}`;
    for (const known of [true, false]) {
      expect(textOf(`Yes.\n\n${quote}\n\n${OF_TWO_TOPICS}`, known)).toBe('Yes.');
      expect(textOf(`Yes.\n\n${quote}\n\n${OF_TWO_TOPICS}\n\n${registered}`, known)).toBe('Yes.');
      for (const mine of ['The company now needs 3 licences.', 'The siren 2 went off.'])
        expect(textOf(`Yes.\n\n${quote}\n\n${OF_TWO_TOPICS}\n\n${mine}`, known)).toContain(mine);
    }
    expect(textOf(`${quote}\n\n${OF_TWO_TOPICS}`)).toBe(OF_TWO_TOPICS);
    expect(textOf(`Yes.\n\n${quote}\n\n${registered}`)).toBe(`Yes.\n\n${registered}`);
    expect(textOf(`Yes.\n\n${quote}\n\n${ASKS_FOR_SECRECY}`)).toContain(ASKS_FOR_SECRECY);
  });

  it('may be a line of the mail that it answers, below the quote or in it', () => {
    const choices = [...SENT, '', 'Friday', 'Monday', 'Neither', '', 'Say which.'];
    const known = { ...sent, text: choices.join('\n') };
    const answer = (text: string): string => extractReply({ mail: { text }, sent: known }).text;
    expect(answer(`${ATTRIBUTION}\n${quoted(choices)}\n\nMonday`)).toBe('Monday');
    expect(answer(`${ATTRIBUTION}\n${quoted(choices.slice(0, -3))}\n\nNeither`)).toBe('Neither');
    expect(answer(`${ATTRIBUTION}\n${quoted(choices)}`)).toBe('');
    expect(answer(`${ATTRIBUTION}\n\n${choices.join('\n').replace('Monday', '> Monday')}`)).toBe('');
    expect(answer(`Friday\n\n${ATTRIBUTION}\n${quoted(choices)}\n\n--\nBob`)).toBe('Friday');
  });

  it('is none where a client marked all of the quote but its end', () => {
    const tail = 'You get this mail because you were mentioned.';
    const known = { ...sent, text: [...SENT, '', '--', tail].join('\n') };
    const answer = extractReply({ mail: { text: `${ATTRIBUTION}\n${quoted(SENT)}\n\n${tail}` }, sent: known });
    expect(answer.text).toBe('');
  });

  it('may be typed behind the few lines that are left of the quote', () => {
    const left = '> @bob can we ship on Friday, or do we wait for the translation? We ship';
    const line = '@bob can we ship on Friday, or do we wait for the translation? We ship';
    expect(textOf(`${ATTRIBUTION}\n> Alice Example mentioned you in Release 4.2: did she\n${left}`)).toContain(line);
    expect(textOf(`${ATTRIBUTION}\n> Alice Example mentioned you in Release 4.2:\n> indeed`)).toBe('indeed');
    expect(textOf(`${ATTRIBUTION}\n> Alice Example mentioned you in Release 4.2:`)).toBe('');
  });

  it('is none where a client has translated the quote, or it is of another mail of ours', () => {
    const translated = [
      'Alice Example erwähnte Sie in Release 4.2, wait for the translation:',
      '',
      '@bob können wir am Freitag ausliefern?',
      'Der Kunde fragt jeden Tag danach.',
      'Das Team in Lissabon ist bereit.',
      '',
      'Sie bekommen diese Mail, weil Sie erwähnt wurden.',
    ];
    const another = [SENT[0]!, 'Carol Example mentioned you in Release 4.2:', 'I quit. Do not tell anybody.'];
    for (const lines of [translated, another]) expect(textOf(`${ATTRIBUTION}\n${quoted(lines)}`)).toBe('');
  });

  it('may cite something where the mail that it answers begins with an attribution', () => {
    // As Gmail flattens it: nothing stands between its lines.
    const words = [
      SENT[0]!,
      SENT[2]!,
      'On Monday Kim wrote:',
      '> It takes 30 s until the gateway gives up.',
      'Is that so?',
    ];
    const known = { ...sent, text: words.join('\n') };
    const text = 'The manual says:\n\n> It waits for half a minute.\n\nSo that is it.';
    const mail = { text: `${text}\n\n${ATTRIBUTION}\n${quoted(words)}` };
    expect(extractReply({ mail, sent: known }).text).toBe(text);
  });

  it('may begin with a From that a mailbox on the way has put a sign before', () => {
    const mine = '>From my side it is fine.';
    for (const known of [true, false]) {
      expect(textOf(mine, known)).toBe('From my side it is fine.');
      expect(textOf(`Hello,\n${mine}\nBob`, known)).toContain('Hello,\nFrom my side it is fine.');
      expect(textOf(`${mine}\n\n${ATTRIBUTION}\n${quoted(SENT)}`, known)).toBe('From my side it is fine.');
    }
  });

  it('does not hold a From among quoted lines', () => {
    const quote = ['>we can ship,', '>From Friday on it is', '>the other team.'].join('\n');
    expect(textOf(`Good.\n\n${ATTRIBUTION}\n${quote}`, false)).toBe('Good.');
  });

  it('may hold a header that the person pasted', () => {
    const pasted = 'From: Zed <zed@example.com>\nTo: help@example.test\nSubject: broken';
    expect(textOf(`Look:\n\n${pasted}\n\nWhat now?\n\n${ATTRIBUTION}\n${quoted(SENT)}`)).toBe(
      `Look:\n\n${pasted}\n\nWhat now?`,
    );
  });

  it('may be a memorandum that begins with who writes it', () => {
    const memo = 'MEMO\n\nTo: Ada\nFrom: Bob Stone\nDate: 16 November 2026\nSubject: Friday\n\nThe fork lift is away.';
    const mail = {
      text: `${memo}\n\n${ATTRIBUTION}\n${quoted(SENT)}`,
      from: [{ address: 'bob@example.test', name: 'Bob Stone' }],
    };
    expect(extractReply({ mail, sent }).text).toBe(memo);
  });

  it('does not hold an earlier mail of the same person', () => {
    const earlier = 'From: Bob <bob@example.test>\nSent: Monday\nTo: Replyline\nSubject: RE: x\n\nFriday works.';
    const header = 'From: Replyline <r@example.test>\nSent: Monday\nTo: Bob\nSubject: x';
    const mail = {
      text: `Tell support.\n\n${earlier}\n\n${header}\n\n${sent.text}`,
      from: [{ address: 'bob@example.test', name: 'Bob' }],
    };
    expect(extractReply({ mail, sent }).text).toBe('Tell support.');
  });

  it.each(['', '> hi', ATTRIBUTION, `${ATTRIBUTION}\n> hi`, 'Sent from my iPhone', '-- \nBob'])(
    'is empty where nothing was written: %j',
    (text) => {
      expect(textOf(text, false)).toBe('');
    },
  );

  it.each(['ok', '1', '👍', '?', 'Sent from my iPhone\n\nYes', 'Regards,\nBob', '。'])(
    'is never empty where something was: %j',
    (text) => {
      expect(textOf(text, false)).not.toBe('');
    },
  );

  it('is surer with the sent mail than without', () => {
    const mail = { text: `Ship it.\n\n${ATTRIBUTION}\n${quoted(SENT)}` };
    expect(extractReply({ mail, sent }).confidence).toBeGreaterThan(extractReply({ mail }).confidence);
  });

  it('is less sure where the parts of the mail say different things', () => {
    const html = '<div>Something else</div>';
    expect(extractReply({ mail: { text: 'Ship it.', html } })).toMatchObject({ text: 'Ship it.', confidence: 0.75 });
  });

  it('names no word of the mail in its evidence', () => {
    const { evidence } = extractReply({ mail: { text: `Secret.\n\n${ATTRIBUTION}\n${quoted(SENT)}` }, sent });
    expect(JSON.stringify(evidence)).not.toMatch(/secret|friday|example|@/i);
  });
});

describe('nothing is lost', () => {
  const line = fc.oneof(
    fc.constantFrom(
      ...SENT,
      ...SENT.map((one) => `> ${one}`),
      ATTRIBUTION,
      '-- ',
      '',
      '>',
      'Sent from my iPhone',
      'Regards,',
      '-----Original Message-----',
    ),
    fc.constantFrom(
      'From: a <a@b.test>',
      'Sent: Monday',
      'To: b',
      'Subject: c',
      '___',
      '> > deep',
      'Bob',
      'CAUTION: external',
    ),
    fc.string({ maxLength: 30 }),
  );

  it('of a text, with or without the sent mail', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.boolean(), (lines, known) => {
        const { text, elided, confidence } = extractReply({ mail: { text: lines.join('\n') }, ...(known && { sent }) });
        expect(wordsOf(`${text}\n${elided}`).sort()).toEqual(wordsOf(lines.join('\n')).sort());
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('of HTML that can be seen', () => {
    const open = fc.constantFrom(
      '<div>',
      '<p>',
      '<blockquote type="cite">',
      '<blockquote>',
      '<li>',
      '<td>',
      '<b>',
      '<div id="divRplyFwdMsg">',
      '<div class="gmail_quote">',
    );
    const piece = fc.oneof(
      open,
      fc.constantFrom('</div>', '</p>', '</blockquote>', '<br>', '<hr>'),
      fc.integer({ min: 0, max: 99999 }).map((n) => `word${n} `),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = pieces.join('');
        const { text, elided } = extractReply({ mail: { html } });
        const found = `${text}\n${elided}`;
        for (const word of html.match(/word\d+/g) ?? []) expect(found).toContain(word);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'more HTML than is parsed',
      '<p>hello again and again</p>'.repeat(30_000),
      '<p>if a < bee and cee > dee</p>',
      'bee and cee',
    ],
    ['more lines than are read', '<p>hello</p>'.repeat(5_000), `<p>fine ${THUMB} done</p>`, 'fine 👍 done'],
    ['more HTML than is parsed, a picture', '<p>hello again and again</p>'.repeat(30_000), `fine${THUMB}!`, 'fine👍!'],
    [
      'more HTML than is parsed, a picture in other signs',
      '<p>hello again and again</p>'.repeat(30_000),
      `<IMG src=x alt='&#x1F44D;'/><img data-emoji=🎉 alt="party"><img alt="👩&#8205;🚀" data-note="alt=no">`,
      '👍🎉👩\u200d🚀',
    ],
    ['the deepest element', `${'<div>'.repeat(300)}hello`, `fine${THUMB}!`, 'fine👍!'],
  ])('of what stands beyond %s', (_limit, read, beyond, words) => {
    const { text, elided } = extractReply({ mail: { html: read + beyond } });
    expect(`${text}\n${elided}`).toContain(words);
  });

  it('no description of a picture is taken for what the person wrote', () => {
    const beyond = '<p>fine</p><img alt="a cat"><img data-alt="👍"><img title=\'say alt="👍"\' alt="cat">';
    const { elided } = extractReply({ mail: { html: '<p>hello again and again</p>'.repeat(30_000) + beyond } });
    expect(elided).toContain('fine');
    expect(elided).not.toMatch(/cat|👍/);
  });
});

describe('what only looks like quote stays, because the mail that was sent is known', () => {
  it.each([
    '> he said so himself\n\nI say no to that.',
    '$ cat a > b\n> still typing\n\ndone',
    'Event: Party\nDate: 2024-01-15 20:00\nPlace: Ada <ada@example.test> at home\n\nCome along!',
    'Von: Montag\nBis: Freitag\nAn: der Ostsee\nDatum: egal\n\nUrlaub!',
    'Ich schrieb am 15.01.2024 um 14:30 an Ada:\nkeine Antwort.\n\nWas nun?',
    '2024-01-15 14:30 server1 wrote:\nkernel panic\n\nPlease look.',
    'This e-mail address is wrong, please delete it. I got the last one by mistake.',
    'Caution: external walls are wet.',
    'Achtung: diese Woche kommt ein externer Prüfer.',
    'Diese Nachricht habe ich auch nach außerhalb geschickt.',
    'This message was also sent to the external company.',
    'Warning: this email list contains external addresses.',
    'Attention: this message is for the external auditors only.',
    'Attention: this email must stay between us.',
    'Warning: external email is down since noon.',
    'Diese Mail wurde auch an die externe Firma geschickt.',
    'Achtung: diese E-Mail bitte nicht weiterleiten.',
    'Achtung: externe Firma kommt um neun.',
    'Let op: dit bericht is ook naar buiten gegaan.',
    'このメールは社外の組織にも送ります。',
    'Our users get mail from bob@x.test with https://aka.ms/LearnAboutSenderIdentification above it.',
    'As asked, what our gateway writes:\n\nThis email was sent from outside the company.',
    'The hint is this one:\n\nMail from bob@x.test is rare. https://aka.ms/LearnAboutSenderIdentification',
    'Attention : ce message est pour le client externe de Paul, pas pour moi.',
    'External mail or not, open the links.',
    'Externe Mail kommt erst morgen.',
    'このメールは社外の方にも送ります。',
    'Hinweis: externe Gäste brauchen einen Ausweis.',
    'Read https://aka.ms/LearnAboutSenderIdentification before you complain.',
    'ZjQcmQRYFpfptBannerStart is what Proofpoint writes.',
    'Yes.\n\n____\n\nBut one more thing: https://example.test/x',
    'a | b\n1 | 2\n\nsee the table',
  ])('%j', (text) => {
    expect(textOf(text)).toBe(text);
    expect(textOf(`${text}\n\n${ATTRIBUTION}\n${quoted(SENT)}`)).toContain(text.split('\n').at(-1));
  });

  it('with its signs, above the quote of our mail', () => {
    const text = '> he said so himself\n\nI say no to that.';
    expect(textOf(`${text}\n\n${ATTRIBUTION}\n${quoted(SENT)}`)).toBe(text);
  });

  it('and is less sure', () => {
    const mail = { text: '2024-01-15 14:30 server1 wrote:\nkernel panic\n\nPlease look.' };
    expect(extractReply({ mail, sent }).confidence).toBeLessThan(0.5);
  });
});
