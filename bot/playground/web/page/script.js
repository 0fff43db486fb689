// The script of a Chinese text, told by the most frequent characters that one script alone has.

const SIMPLIFIED = new Set(
  "为国么个时会学发来这与区对东经机长军开现种内尔体间亚数过动马线称业战关进网电罗将当两约统车设联队产" +
    "场员谁们赛点从龙语类条选说处实号岛纪总义还属无兰议样计运达药华问题让给写读话书见头觉认识听钱买卖",
);
const TRADITIONAL = new Set(
  "為國麼個時會學發來這與區對東經機長軍開現種內爾體間亞數過動馬線稱業戰關進網電羅將當兩約統車設聯隊產" +
    "場員誰們賽點從龍語類條選說處實號島紀總義還屬無蘭議樣計運達藥華問題讓給寫讀話書見頭覺認識聽錢買賣",
);

/** Return the language tag of a text's script; undefined if it has none of these characters. */
export function scriptOf(text) {
  let balance = 0;
  for (const one of text) balance += TRADITIONAL.has(one) - SIMPLIFIED.has(one);
  if (balance === 0) return undefined;
  return balance > 0 ? "zh-Hant" : "zh-Hans";
}
