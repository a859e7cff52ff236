/**
 * Near one of these a word is reported on, not offered: police warn of what spammers praise. Words that
 * spammers deny themselves (诈骗, 骗局) are left out.
 */
export const REPORTED_ON = ' !-警方|民警|公安|反诈|涉嫌|嫌疑人|犯罪|抓获|被骗|受骗|判刑|获刑|起诉|检察|法院|谨防|打击|严查|整治|税务';
