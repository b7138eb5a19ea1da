/** Codes of currencies whose first two letters are the only region that uses them. */
const OWN = `AED AFN ALL AMD AOA ARS AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CLP CNY
COP CRC CUP CVE CZK DJF DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR INR IQD IRR ISK JMD
JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
NAD NGN NIO NPR OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VES VND VUV WST YER ZAR ZMW ZWG`;

const SHARED = `AUD AU CC CX HM KI NF NR TV
CHF CH LI
DKK DK FO GL
EUR AD AT AX BE BL CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK SM TF VA XK YT
GBP GB GG GS IM JE
ILS IL PS
MAD EH MA
NOK BV NO SJ
NZD CK NU NZ PN TK
USD AS BQ EC FM GU IO MH MP PR PW TC TL UM US VG VI
XAF CF CG CM GA GQ TD
XCD AG AI DM GD KN LC MS VC
XCG CW SX
XOF BF BJ CI GW ML NE SN TG
XPF NC PF WF`;

/** Where ISO 4217 has two decimals (three for IQD) and the locale data has none, for want of coins. */
const ISO_DECIMALS = "AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER";

const currencies = new Map<string, string>();
for (const code of OWN.split(/\s/)) currencies.set(code.slice(0, 2), code);
for (const line of SHARED.split("\n")) {
  const [code = "", ...regions] = line.split(" ");
  for (const region of regions) currencies.set(region, code);
}

const known = new Set(Intl.supportedValuesOf("currency"));

/** The ISO 4217 code of a region's currency, "XXX" where it has none. */
export function currencyOf(region: string): string {
  return currencies.get(region) ?? "XXX";
}

/** Whether there is a currency of this ISO 4217 code, which is in capitals. */
export function isCurrencyCode(code: string): boolean {
  return known.has(code) || code === "XXX";
}

/** How many decimals amounts of a currency have by ISO 4217. */
export function currencyDecimals(code: string): number {
  if (code === "IQD") return 3;
  if (code === "XXX" || ISO_DECIMALS.includes(code)) return 2;
  const options = new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}
