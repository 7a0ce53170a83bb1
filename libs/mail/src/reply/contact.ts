const CONTACT = /https?:\/\/|www\.|\S@\S+\.\S|\+?\d(?:[ ()./-]{0,2}\d){6,}/;

/** Whether a line holds how somebody can be reached, in any language: a link, an address, a number. */
export const tellsContact = (line: string): boolean => CONTACT.test(line);
