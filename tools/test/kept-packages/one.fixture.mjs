import { specs } from './each.mjs';

specs();
