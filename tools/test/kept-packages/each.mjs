import { expect, it } from '@jest/globals';
import pg from 'pg';
import { state } from './own.mjs';

export const specs = () => {
  it('has our own modules and the realm to itself', () => {
    expect([state.uses, globalThis.left]).toEqual([0, undefined]);
    state.uses += 1;
    globalThis.left = 'by a spec';
  });

  it('has the packages of the others', async () => {
    pg.uses = (pg.uses ?? 0) + 1;
    const { default: later } = await import('pg');
    console.log(`use ${later.uses}`);
  });
};
