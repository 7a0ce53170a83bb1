import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { notificationView } from '../show-notification/notification-view.js';
import { RESOLUTIONS } from './resolution.js';

/** What the statements of this service write into the column, by their text. */
function written(): string[] {
  const root = new URL('../', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.endsWith('resolution.ts'),
  );
  const texts = files.map((file) => readFileSync(new URL(file, root), 'utf8')).join('\n');
  return [
    ...texts.matchAll(/'(assumed sent|answered late|sent again|found in [^']*|not found in [^']*|reported by [^']*)'/g),
  ].map(([, name]) => name!);
}

describe('what became of a delivery whose outcome was unknown', () => {
  it('is one of the words that are explained', () => {
    expect(new Set(written())).toEqual(new Set(Object.keys(RESOLUTIONS)));
  });

  it.each(Object.entries(RESOLUTIONS))('is explained in the API and in the runbook: %s', (name, meaning) => {
    const { description } = notificationView.shape.deliveries.element.shape.resolution;
    expect(description).toContain(`${name}: ${meaning}`);
    const runbook = readFileSync(new URL('../../../../docs/runbooks/mail-is-not-sent.md', import.meta.url), 'utf8');
    expect(runbook).toContain(`\`${name}\``);
  });
});
