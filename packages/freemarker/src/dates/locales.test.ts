import { describe, expect, it } from "vitest";
import { dateFormat } from "./date-format.ts";
import { DateValue } from "./date-value.ts";

const NOVEMBER = Date.UTC(2025, 10, 7, 15, 7, 8);

function formatted(pattern: string, locale: string, zone = "Europe/Berlin"): string {
  return dateFormat(pattern, "datetime", locale, zone).format(new DateValue(NOVEMBER, "datetime"));
}

// Texts are those of Apache FreeMarker 2.3.34 on Java 17.
/** Locale, and a datetime by `short`, `medium` and `full_short`. */
const STYLED: [string, string, string, string][] = [
  ["en_GB", "07/11/2025, 16:07", "7 Nov 2025, 16:07:08", "Friday, 7 November 2025, 16:07"],
  ["en_CA", "2025-11-07, 4:07 p.m.", "Nov. 7, 2025, 4:07:08 p.m.", "Friday, November 7, 2025, 4:07 p.m."],
  ["en_AU", "7/11/25, 4:07 pm", "7 Nov 2025, 4:07:08 pm", "Friday, 7 November 2025, 4:07 pm"],
  ["es_ES", "7/11/25 16:07", "7 nov 2025 16:07:08", "viernes, 7 de noviembre de 2025 16:07"],
  ["it_IT", "07/11/25, 16:07", "7 nov 2025, 16:07:08", "venerdì 7 novembre 2025, 16:07"],
  ["pt_PT", "07/11/25, 16:07", "07/11/2025, 16:07:08", "sexta-feira, 7 de novembro de 2025, 16:07"],
  ["pt_BR", "07/11/2025 16:07", "7 de nov. de 2025 16:07:08", "sexta-feira, 7 de novembro de 2025 16:07"],
  ["nl_NL", "07-11-2025 16:07", "7 nov. 2025 16:07:08", "vrijdag 7 november 2025 16:07"],
  ["sv_SE", "2025-11-07 16:07", "7 nov. 2025 16:07:08", "fredag 7 november 2025 16:07"],
  ["da_DK", "07.11.2025 16.07", "7. nov. 2025 16.07.08", "fredag den 7. november 2025 16.07"],
  ["nb_NO", "07.11.2025, 16:07", "7. nov. 2025, 16:07:08", "fredag 7. november 2025, 16:07"],
  ["fi_FI", "7.11.2025 16.07", "7.11.2025 klo 16.07.08", "perjantaina 7. marraskuuta 2025 16.07"],
  ["pl_PL", "07.11.2025, 16:07", "7 lis 2025, 16:07:08", "piątek, 7 listopada 2025, 16:07"],
  ["cs_CZ", "07.11.25 16:07", "7. 11. 2025 16:07:08", "pátek 7. listopadu 2025 16:07"],
  ["hu_HU", "2025. 11. 07. 16:07", "2025. nov. 7. 16:07:08", "2025. november 7., péntek 16:07"],
  ["tr_TR", "7.11.2025 16:07", "7 Kas 2025 16:07:08", "7 Kasım 2025 Cuma 16:07"],
  ["ru_RU", "07.11.2025, 16:07", "7 нояб. 2025 г., 16:07:08", "пятница, 7 ноября 2025 г., 16:07"],
  ["uk_UA", "07.11.25, 16:07", "7 лист. 2025 р., 16:07:08", "пʼятниця, 7 листопада 2025 р., 16:07"],
  ["zh_CN", "2025/11/7 下午4:07", "2025年11月7日 下午4:07:08", "2025年11月7日星期五 下午4:07"],
  ["zh_TW", "2025/11/7 下午4:07", "2025年11月7日 下午4:07:08", "2025年11月7日 星期五 下午4:07"],
  ["ko_KR", "25. 11. 7. 오후 4:07", "2025. 11. 7. 오후 4:07:08", "2025년 11월 7일 금요일 오후 4:07"],
  ["he_IL", "7.11.2025, 16:07", "7 בנוב׳ 2025, 16:07:08", "יום שישי, 7 בנובמבר 2025, 16:07"],
  ["hi_IN", "7/11/25, 4:07 pm", "7 नव॰ 2025, 4:07:08 pm", "शुक्रवार, 7 नवंबर 2025, 4:07 pm"],
  ["el_GR", "7/11/25, 4:07 μ.μ.", "7 Νοε 2025, 4:07:08 μ.μ.", "Παρασκευή, 7 Νοεμβρίου 2025, 4:07 μ.μ."],
  ["ro_RO", "07.11.2025, 16:07", "7 nov. 2025, 16:07:08", "vineri, 7 noiembrie 2025, 16:07"],
  ["es_MX", "07/11/25 16:07", "7 nov. 2025 16:07:08", "viernes, 7 de noviembre de 2025 16:07"],
  ["xx", "2025-11-07 16:07", "2025 Nov 7 16:07:08", "2025 Nov 7, Fri 16:07"],
];

describe("formats by style", () => {
  it.each(STYLED)("in %s", (locale, short, medium, fullShort) => {
    expect(["short", "medium", "full_short"].map((style) => formatted(style, locale))).toEqual([
      short,
      medium,
      fullShort,
    ]);
  });

  it("takes a known language of any region, and the root for what is no locale", () => {
    expect(formatted("full_short", "de_XX")).toBe(formatted("full_short", "de"));
    for (const locale of ["", "xx_YY", "_DE", "deutsch", "\u0000", "e".repeat(1000)]) {
      expect(formatted("long", locale)).toBe(formatted("long", "xx"));
    }
  });

  it("writes dates in every language there may be", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".split("");
    const languages = letters.flatMap((first) => letters.map((second) => first + second));
    for (const language of languages) {
      expect(formatted("full", language)).toMatch(/\p{L}/u);
      expect(formatted("d LLL LLLL EEE EEEE a G", language)).not.toContain("undefined");
    }
  }, 20_000);
});
