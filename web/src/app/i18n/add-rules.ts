/** Adds the sentences of rules about words to those that are there: for whatever shows them to import. */
import { getI18n } from "react-i18next";
import { rules } from "./en-rules.ts";

getI18n().addResourceBundle("en", "translation", rules, true);
