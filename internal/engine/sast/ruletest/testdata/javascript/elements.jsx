// ruleid: attribute, text
const a = <Page id="a" src={url} raw>hello</Page>;
// ok: attribute
const b = <Page src={url} />;
// ok: text
const c = <Page>{t("hello")}</Page>;
// ruleid: generic-call
const d = useValue<boolean>(false);
// ok: generic-call
const e = useValue < a > (b);
