/** Adds the sentences about logins that ask for a code to those that are there: for their page to import. */
import { getI18n } from "react-i18next";
import { twoStep } from "./en-two-step.ts";

getI18n().addResourceBundle("en", "translation", twoStep, true);
