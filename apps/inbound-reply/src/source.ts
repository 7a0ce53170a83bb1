/** The CloudEvents `source` of everything that this service says. */
export const SOURCE = '/services/inbound-reply';
