import { DryRun } from './dry-run.js';
import { PolicyController } from './policy.controller.js';

export const POLICY_DRY_RUN_CONTROLLERS = [PolicyController];

/** Needs `SendingProfiles`, `FindProfiles` and `FindUsers`. */
export const POLICY_DRY_RUN_PROVIDERS = [DryRun];
