import { afterAll, beforeAll } from '@jest/globals';
import { JOURNEYS } from './journeys/index.js';
import { playAll } from './journeys/journey.js';
import { Stage } from './stage/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open('address');
});

afterAll(() => stage?.close());

playAll(JOURNEYS, () => stage, 'address');
