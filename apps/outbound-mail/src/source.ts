/** Who says so, in every event of this service. */
export const SOURCE = '/services/outbound-mail';
