import { describe, expect, it } from '@jest/globals';
import { headerSection } from './header-section.js';

describe('the header section of a message', () => {
  it.each([
    ['a: b\r\n\r\nbody\r\n\r\nmore', 'a: b\r\n\r\n'],
    ['a: b\n\nbody', 'a: b\n\n'],
    ['a: b\n\nbody\r\n\r\nmore', 'a: b\n\n'],
    ['a: b\r\nc: d', 'a: b\r\nc: d'],
  ])('of %j', (message, section) => {
    expect(headerSection(Buffer.from(message)).toString()).toBe(section);
  });
});
