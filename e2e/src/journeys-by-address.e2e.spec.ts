import { afterAll, beforeAll } from '@jest/globals';
import { JOURNEYS } from './journeys/index.js';
import { playAll } from './journeys/journey.js';
import { Stage } from './stage/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open('address');
}, 60_000);

afterAll(() => stage?.close(), 60_000);

playAll(JOURNEYS, () => stage, 'address');
