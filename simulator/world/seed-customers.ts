import { type Customer, metaIdentity } from "./customer.ts";

const SEEDS = [
  { name: "Azienda Agricola Rossi", phone: "+393331002001", lid: "184620913377201" },
  { name: "Cascina dei Tigli", phone: "+393331002002", lid: "127735208846902" },
  { name: "Podere Santa Lucia", phone: "+393331002003", lid: "195308441270603" },
  { name: "Frantoio Bianchi", phone: "+393331002004", lid: "146092275518304" },
  { name: "Allevamento Ferrari", phone: "+393331002005", lid: "178451036692705" },
  { name: "Vivaio Monte Verde", phone: "+393331002404", lid: "113984627750406" },
] as const;

/** The same six farms after every start, so that the product meets them again. 404 is not on WhatsApp. */
export function seedCustomers(): Customer[] {
  return SEEDS.map((seed, index) => ({
    ...seed,
    ...metaIdentity(seed.phone, seed.name),
    id: `customer-${index + 1}`,
    addressing: index === 1 ? "lid" : index === 2 ? "lid-only" : "pn",
    onWhatsapp: !seed.phone.endsWith("404"),
    chat: [],
    lastCallId: null,
    isGuest: false,
  }));
}
