export { admissionOf, type Admission } from './allowed-recipient.js';
export { chooseFrom, type ChosenFrom, type FromRule, type People } from './choose-from.js';
export {
  chooseProfile,
  mayUse,
  sharedFor,
  type ChosenProfile,
  type Person,
  type ProfileRule,
} from './choose-profile.js';
export { OCCASION_NAMES, OCCASIONS, type Occasion, type OccasionName } from './occasion.js';
export { patternFault } from './pattern-fault.js';
