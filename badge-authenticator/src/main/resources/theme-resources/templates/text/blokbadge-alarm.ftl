<#ftl output_format="plainText">
${msg("blokbadgeAlarm" + what, serial, person)} ${msg("blokbadgeAlarmHelp")}
